namespace Tocsin.Server.Http;

/// <summary>What requests are for, by their method.</summary>
internal static class RequestKind
{
    /// <summary>True unless a request only asks for something.</summary>
    public static bool Changes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
}
