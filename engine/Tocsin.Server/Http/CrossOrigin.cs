namespace Tocsin.Server.Http;

/// <summary>Lets pages of other origins use the API, as its clients in browsers expect.</summary>
internal static class CrossOrigin
{
    private const string Methods = "DELETE, GET, OPTIONS, POST, PATCH";

    private const string Headers =
        "Accept, Accept-Encoding, Authorization, Content-Length, Content-Type, X-CSRF-Token, X-HTTP-Method-Override";

    /// <summary>Sets the headers for the request's origin, if it has one. True when the request asks for nothing else and is answered.</summary>
    public static bool Answers(HttpContext context)
    {
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin, ..])
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowMethods = Methods;
            context.Response.Headers.AccessControlAllowHeaders = Headers;
        }

        // Some senders ask a source with OPTIONS whether it wants them: that is for the source to answer.
        return HttpMethods.IsOptions(context.Request.Method) && !context.Request.Path.StartsWithSegments(RouteTable.IngestBase);
    }
}
