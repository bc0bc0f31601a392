/** Where delivery is split, documents that link to files are rendered twice: `domain/contracts/variants.ts`. */
import { LINKS_TO_FILES, openKey } from '../contracts/variants';
import type { PublicObject, RenderContext } from './ecosystem';

/**
 * All that is to be stored: every document as readers with a token get it, and the variants below `open/`, which differ in key and
 * links alone and have the same cache tags.
 * @param render gives an ecosystem's documents for a context
 */
export function allVariants<Context extends RenderContext>(
  render: (context: Context) => readonly PublicObject[],
  context: Context,
): readonly PublicObject[] {
  const { filesUrl, ...plain } = context;
  const documents = render(plain as Context);
  if (filesUrl === undefined) return documents;
  const linking = render(context).filter(({ key }) => LINKS_TO_FILES.test(key));
  return [...documents, ...linking.map((document) => ({ ...document, key: openKey(document.key) }))];
}
