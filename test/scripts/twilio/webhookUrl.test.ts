import assert from "node:assert/strict";
import { requirePublic } from "../../../scripts/twilio/webhookUrl";

// Judges the URL's text only. No host name is looked up.
describe("requirePublic", () => {
  it("accepts public names and addresses", () => {
    for (const host of ["phone.example.com", "52.28.1.1", "[2a05:d018::1]", "d1.cloudfront.net"]) {
      assert.equal(requirePublic(`https://${host}/in`, "the URL").pathname, "/in");
    }
  });

  it("refuses hosts that Twilio cannot reach, and placeholders for the reader's own host name", () => {
    for (const host of [
      "localhost",
      "phone.localhost",
      "phone",
      "phone.internal",
      "printer.local.",
      "phone.test",
      "phone.invalid",
      "phone.example",
      "127.0.0.1",
      "10.0.0.7",
      "172.20.1.1",
      "192.168.1.1",
      "169.254.169.254",
      "192.0.2.7",
      "203.0.113.7",
      "224.0.0.1",
      "255.255.255.255",
      "[::1]",
      "[::ffff:10.0.0.1]",
      "[2001:db8::1]",
      "[fd00::1]",
    ]) {
      assert.throws(
        () => requirePublic(`https://${host}/`, "the URL"),
        /Twilio cannot reach/,
        host,
      );
    }
    assert.throws(() => requirePublic("https://your-domain.com/", "the URL"), /is a placeholder/);
  });
});
