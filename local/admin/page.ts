/** One page, no resources from elsewhere; all text of clients goes in as text, never as HTML. */
import { SCRIPT } from './script';
import { STYLE } from './style';

export const ADMIN_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local edge</title>
<style>${STYLE}</style>
<header>
<h1>Local edge</h1>
<p><a id="edge" href=""></a></p>
<p>Clock: <span id="now"></span> <span id="ahead" class="soft"></span></p>
<p>Web ACL: <span id="mode"></span></p>
<p>
  <button data-post="/advance" data-body='{"seconds":10}'>+10 s</button>
  <button data-post="/advance" data-body='{"seconds":60}'>+1 min</button>
  <button data-post="/advance" data-body='{"seconds":300}'>+5 min</button>
  <button data-post="/advance" data-body='{"seconds":86400}'>+1 day</button>
  <button data-post="/evict">Evict all copies</button>
  <button data-post="/flush-logs">Deliver logs</button>
</p>
<p id="problem" class="bad" role="status"></p>
</header>
<main>
<div id="distributions"></div>
<section aria-labelledby="places-title">
<h2 id="places-title">Where clients are</h2>
<p class="soft">Addresses of this machine are nowhere. Say where one is, for rules on countries and networks.</p>
<form id="place">
  <label>Addresses <input name="addresses" required placeholder="127.0.0.7" autocomplete="off"></label>
  <label>Country <input name="country" size="3" maxlength="2" placeholder="DE" autocomplete="off"></label>
  <label>Network <input name="asn" size="8" inputmode="numeric" placeholder="64500" autocomplete="off"></label>
  <button>Set</button>
</form>
<div id="places"></div>
</section>
<section aria-labelledby="invalidations-title"><h2 id="invalidations-title">Invalidations</h2><div id="invalidations"></div></section>
<section aria-labelledby="requests-title"><h2 id="requests-title">Requests</h2><div id="requests"></div></section>
</main>
<script>${SCRIPT}</script>
</html>
`;
