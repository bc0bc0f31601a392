/** What is asked of a page in the browser: expressions that run there. */
import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA, and what axe thinks is good practice besides. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const ask = async <T>(page: Page, expression: string): Promise<T> => (await page.evaluate(expression)) as T;

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** @returns `rule: element` for each violation */
export async function violations(page: Page): Promise<string[]> {
  // As an expression of the debugger's, which the page's policy does not concern.
  await page.evaluate(AXE);
  const found = await ask<AxeResults>(page, `axe.run({ runOnly: ${JSON.stringify(RULES)} })`);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/** Pixels by which the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  ask(page, 'document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Texts that are shown smaller than so many pixels; in a picture, as it is scaled. */
export const smallTexts = (page: Page, least: number): Promise<string[]> =>
  ask(
    page,
    `(() => {
      const small = [];
      const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const text = walker.currentNode.textContent.trim();
        const { width, height } = parent.getBoundingClientRect();
        if (text === '' || width <= 1 || height <= 1 || !parent.checkVisibility()) continue;
        const scale = parent instanceof SVGGraphicsElement ? parent.getScreenCTM().a : 1;
        const shown = Number.parseFloat(getComputedStyle(parent).fontSize) * scale;
        if (shown < ${least} - 0.05) small.push(shown.toFixed(1) + ' px: ' + text.slice(0, 60));
      }
      return small;
    })()`,
  );

const FOCUSABLE = 'a[href], summary, [tabindex="0"]';

/** Places among all elements of what can be focused, in the document's order. */
const focusable = (page: Page): Promise<number[]> =>
  ask(
    page,
    `[...document.querySelectorAll('*')].flatMap((element, i) => element.matches('${FOCUSABLE}') && element.checkVisibility() ? [i] : [])`,
  );

/** How many steps are tried of long pages. */
const MOST_STEPS = 25;

/** @returns places that the tab key came to, and those that it should have */
export async function tabOrder(page: Page): Promise<{ reached: number[]; expected: number[] }> {
  const expected = (await focusable(page)).slice(0, MOST_STEPS);
  const reached: number[] = [];
  for (let i = 0; i < expected.length; i++) {
    await page.keyboard.press('Tab');
    reached.push(await ask<number>(page, `[...document.querySelectorAll('*')].indexOf(document.activeElement)`));
  }
  return { reached, expected };
}

/** Follows the first link that the tab key comes to. @returns its text, and whether the focus is in the main part after that */
export async function skipLink(page: Page): Promise<{ text: string; leads: boolean }> {
  await page.keyboard.press('Tab');
  const text = await ask<string>(page, 'document.activeElement.textContent');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const leads = await ask<boolean>(
    page,
    `(() => {
      const main = document.querySelector('main');
      return main.contains(document.activeElement) || !main.querySelector('${FOCUSABLE}');
    })()`,
  );
  return { text, leads };
}
