import type { PortalRoute } from "./portal.ts";

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

function input(endpoint: string, component: string, name: string): string {
  return (
    `<p><b><code>${name}</code></b>&nbsp;&nbsp; <small>string</small>&nbsp; <i>optional</i> &nbsp; ` +
    `<input type="text" name="${name}" data-endpoint="${endpoint}" value="" data-component="${component}"${
      component === "url" ? "" : ""
    } hidden><br></p>`
  );
}

function section(endpoint: string, component: string, heading: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const inputs = names.map((name) => input(endpoint, component, name)).join("\n");
  return `<h4 class="fancy-heading-panel"><b>${heading}</b></h4>\n${inputs}`;
}

function endpointOf(route: PortalRoute, version: 3 | 4): string {
  const path = route.path.slice(1);
  const id = route.method + path.replaceAll(/[/?{}]/g, "-");
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const title = route.title === "" ? `${route.method} ${path}` : route.title;
  // Version 3 goes through Markdown, which names a heading after its text.
  const headingId = version === 3 ? slug(title) : `${slug(route.tag)}-${id}`;
  return `
<h2 id="${headingId}">${escaped(title)}</h2>
<p>
</p>
<span id="example-requests-${id}">
<blockquote>Example request:</blockquote>
<div class="bash-example"><pre><code class="language-bash">curl --request ${route.method} "https://portal.example/${path}"</code></pre></div>
</span>
<form id="form-${id}" data-method="${route.method}"
      data-path="${path}"
      data-authed="0"
      data-hasfiles="0"
      data-isarraybody="0"
      data-headers='{"Content-Type":"application/json"}'
      autocomplete="off"
      onsubmit="event.preventDefault(); executeTryOut('${id}', this);">
    <h3>
        Request&nbsp;&nbsp;&nbsp;
    </h3>
        <p>
            <small class="badge badge-green">${route.method}</small>
            <b><code>${path}</code></b>
        </p>
                ${section(id, "header", "Headers", ["Accept"])}
                ${section(id, "url", "URL Parameters", variables)}
                ${section(id, "query", "Query Parameters", route.query)}
                ${section(
                  id,
                  "body",
                  "Body Parameters",
                  // A list is two inputs; a nested field has its parent's name before a dot.
                  route.body.flatMap((name, index) =>
                    index % 5 === 4
                      ? [`${name}[0]`, `${name}[1]`]
                      : index % 5 === 3
                        ? [`${name}.id`]
                        : [name],
                  ),
                )}
        </form>
    <h3>Response</h3>
    <h4 class="fancy-heading-panel"><b>Response Fields</b></h4>
    <p><b><code>message</code></b>&nbsp;&nbsp; <small>string</small></p>`;
}

/**
 * A page as Scribe's default theme prints it: the structure (not the styles) of the templates
 * resources/views/themes/default/{index,groups,endpoint}.blade.php and components/field-details.blade.php of
 * knuckleswtf/scribe, with a heading of level 1 for each group.
 */
export function scribePage(routes: readonly PortalRoute[], version: 3 | 4): string {
  const groups = Map.groupBy(routes, ({ tag }) => tag);
  const content = [...groups].map(
    ([tag, endpoints]) =>
      `<h1 id="${slug(tag)}">${escaped(tag)}</h1>\n${endpoints.map((route) => endpointOf(route, version)).join("\n")}`,
  );
  return `<!doctype html>
<html lang="en">
<head>
    <meta charset="utf-8">
    <title>Academy of mine APIs</title>
    <script>
        var baseUrl = "https://portal.example";
    </script>
</head>
<body data-languages="[&quot;bash&quot;]">
<div class="tocify-wrapper"><ul class="search"><li><input type="text" class="search" id="input-search" placeholder="Search"></li></ul>
<ul class="toc-footer"><li><a href="./collection.json">View Postman collection</a></li></ul></div>
<div class="page-wrapper">
    <div class="content">
        <h1 id="introduction">Introduction</h1>
        <h1 id="authenticating-requests">Authenticating requests</h1>
${content.join("\n")}
    </div>
</div>
</body>
</html>`;
}
