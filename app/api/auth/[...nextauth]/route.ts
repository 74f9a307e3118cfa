import { nextAuthRoute } from "@/lib/auth/next-auth";

type RouteProps = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, { params }: RouteProps): Promise<Response> {
  return nextAuthRoute(request, (await params).nextauth);
}

export { handle as GET, handle as POST };
