import { cva, type VariantProps } from "class-variance-authority";

/** The look of a button, for buttons and for links that act as one. */
export const buttonClass = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-150 disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-accent-contrast not-aria-disabled:hover:bg-accent-hover",
        secondary: "border border-border bg-surface text-text not-aria-disabled:hover:bg-hover",
        ghost: "text-muted not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-text",
        danger: "bg-danger text-danger-contrast not-aria-disabled:hover:bg-danger-hover",
      },
      size: {
        sm: "h-7 px-2 text-xs [&_svg]:size-3.5",
        md: "h-8 px-3 text-sm",
        icon: "size-8",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonLook = VariantProps<typeof buttonClass>;
