import type { Display } from "../report/masking/display";
import { showInvisible } from "../report/masking/showInvisible";
import type { Box, StackPicture, Zone } from "./boxes";
import { Markup, markup, EMPTY_HTML } from "./markup";

/** Returns the diagram: nested lists, which the style sheet draws as boxes and arrows. */
export function diagram(picture: StackPicture, display: Display): Markup {
  const { network, outside, services, way, zones } = picture;
  const show = (text: string): string => showInvisible(text, display);
  return markup`<ol class="diagram">
<li class="stage outside">${boxList(outside, show)}</li>
<li class="arrow"><span>${show(way === "" ? "calls" : way)}</span></li>
<li class="stage network"><h3>${show(network.title)}</h3>${factLine(network.facts, show)}
<ol class="zones">${zones.map((zone) => zoneItem(zone, show))}</ol></li>
<li class="arrow"><span>tasks use</span></li>
<li class="stage services">${boxList(services, show)}</li>
</ol>`;
}

function zoneItem({ boxes, facts, title }: Zone, show: (text: string) => string): Markup {
  return markup`<li class="zone"><h4>${show(title)}</h4>${factLine(facts, show)}${boxList(boxes, show)}</li>`;
}

function boxList(boxes: readonly Box[], show: (text: string) => string): Markup {
  const items = boxes.map(
    ({ facts, kind, title }) =>
      markup`<li class="box"><span class="kind">${show(kind)}</span><strong>${breakable(show(title))}</strong>${factLine(facts, show)}</li>`,
  );
  return markup`<ul class="boxes">${items}</ul>`;
}

/** Lets a line break after each dot and slash of a name, not inside a word. */
function breakable(name: string): readonly Markup[] {
  return name
    .split(/(?<=[./])/)
    .map((part, index) => markup`${index === 0 ? EMPTY_HTML : new Markup("<wbr>")}${part}`);
}

function factLine(facts: readonly string[], show: (text: string) => string): Markup {
  if (facts.length === 0) return EMPTY_HTML;
  return markup`<span class="facts">${facts.map((fact) => markup`<span>${show(fact)}</span>`)}</span>`;
}
