import assert from "node:assert/strict";
import { proxyFor } from "../../../scripts/network/proxy";

function proxied(url: string, env: NodeJS.ProcessEnv): string | undefined {
  return proxyFor(new URL(url), env)?.url;
}

// The rules are those of Python's urllib, which the AWS CLI follows.
describe("proxyFor", () => {
  const HTTPS_PROXY = "http://proxy:3128";

  it("reads the variable of the URL's scheme, in lower case first, and connects to the proxy over plain HTTP", () => {
    assert.equal(proxied("https://sts.amazonaws.com/", { HTTPS_PROXY }), HTTPS_PROXY);
    assert.equal(proxied("wss://phone.example.com/", { HTTPS_PROXY }), HTTPS_PROXY);
    assert.equal(proxied("http://127.0.0.1:4566/", { HTTPS_PROXY }), undefined);
    assert.equal(
      proxied("https://a/", { HTTPS_PROXY, https_proxy: "http://low:1" }),
      "http://low:1",
    );
    assert.equal(proxied("https://a/", { HTTPS_PROXY: "proxy:3128" }), HTTPS_PROXY);
    assert.equal(proxied("https://a/", { HTTPS_PROXY: "" }), undefined);
  });

  it("leaves out the hosts of NO_PROXY and all below them", () => {
    const url = "https://sts.eu-north-1.amazonaws.com/";
    for (const NO_PROXY of ["*", "amazonaws.com", ".amazonaws.com", "a, *.amazonaws.com"]) {
      assert.equal(proxied(url, { HTTPS_PROXY, NO_PROXY }), undefined, NO_PROXY);
    }
    for (const NO_PROXY of ["mazonaws.com", "localhost", ""]) {
      assert.equal(proxied(url, { HTTPS_PROXY, NO_PROXY }), HTTPS_PROXY, NO_PROXY);
    }
    assert.equal(proxied("https://a:8443/", { HTTPS_PROXY, no_proxy: "a:8443" }), undefined);
  });
});
