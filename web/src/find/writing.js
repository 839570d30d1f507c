/** Whether a key pressed here belongs to somebody's writing. @param {any} node */
export const isWriting = (node) =>
  Boolean(node && (node.isContentEditable || /^(input|textarea|select)$/i.test(node.tagName)));
