/** Version of the program, as every result names it; equal to that of the package. */
export const version = '0.1.0';
