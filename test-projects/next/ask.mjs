// Starts the built application and requests one of its routes: `node ask.mjs node` or `node ask.mjs edge`.
import { startNext } from "./start-next.mjs";

const { url, stop } = await startNext();
try {
  const address = new URL(`/api/${process.argv[2]}`, url);
  address.searchParams.set("mock", process.env.KELASKIT_MOCK_URL);
  const response = await fetch(address);
  console.log(await response.text());
} finally {
  stop();
}
