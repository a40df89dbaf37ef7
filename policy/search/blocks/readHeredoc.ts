import { namesAnother } from "../../credentials/ownership";
import type { BlockNode } from "./blockNode";
import { KEY_INSIDE } from "./blockPatterns";
import type { TextCursor } from "./textCursor";

/** How a shell, or HCL, begins a text on a line, up to the mark that ends it: `cat > /etc/app.conf <<'EOF'`, `data = <<-EOT`. */
const BEGINNING = /<<[-~]?[ \t]{0,2}(["']?)([A-Za-z_]\w{0,40})\1[ \t]*(?:$|[|>&;)])/;

/** The file that a shell writes the text to. */
const TARGET =
  /(?:(?<!\d)>{1,2}[ \t]{0,2}|\btee[ \t]{1,2}(?:-a[ \t]{1,2})?)["']?(?!\/dev\/)([^\s"'<>|&;]{1,200})/;

/**
 * Reads a text that a shell or HCL begins on this line as a value of its own, so that what stands around it is not next to what
 * stands in it. Its name is that of the file, if that says whose the file is.
 * @returns whether there was one.
 */
export function readHeredoc(cursor: TextCursor, top: BlockNode): boolean {
  const line = cursor.line();
  if (!line.includes("<<")) return false;
  const mark = BEGINNING.exec(line.trimEnd())?.[2];
  const text = mark === undefined ? undefined : cursor.textUpTo(mark);
  if (text === undefined) return false;
  KEY_INSIDE.lastIndex = 0;
  const key = KEY_INSIDE.exec(line.trimStart())?.[2];
  const node = key === undefined ? top.add(ownerIn(line)) : top.descend(key);
  node.text = text;
  return true;
}

function ownerIn(line: string): string {
  const file = TARGET.exec(line)?.[1] ?? "";
  return /twilio/i.test(file) || namesAnother(file) ? file : "";
}
