/** Merge functions, and what is none. */
export const keepFirst = () => ({ keep: 0 });
export const keepLater = async () => ({ keep: 0 });
export const strategy = 'keep the first';
