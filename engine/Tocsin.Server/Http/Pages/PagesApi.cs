using Microsoft.Net.Http.Headers;

namespace Tocsin.Server.Http.Pages;

/// <summary><c>/ui/</c>: the pages for people. What they show comes from the API, for whoever signed in.</summary>
internal sealed class PagesApi
{
    /// <summary>Everything from this server, and nothing written into the page; nobody shows it in a frame.</summary>
    private const string Policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private static readonly string[] Methods = ["GET", "HEAD"];

    // Read when somebody asks first: most servers that restart are asked by programs.
    private readonly Lazy<PageFiles> _files = new(PageFiles.Load);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Methods, (RequestDelegate)RedirectAsync);
        routes.MapMethods(RouteTable.PagesBase + "/{**path}", Methods, (RequestDelegate)ShowAsync);
    }

    private static Task RedirectAsync(HttpContext context)
    {
        context.Response.Redirect(RouteTable.PagesBase + "/");
        return Task.CompletedTask;
    }

    private Task ShowAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path == RouteTable.PagesBase)
            return RedirectAsync(context);
        path = path[(RouteTable.PagesBase.Length + 1)..];
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return path.StartsWith('@') ? SendFileAsync(context, path) : SendPageAsync(context);
    }

    private Task SendPageAsync(HttpContext context)
    {
        var tag = $"\"{_files.Value.Hash}\"";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.Contains(tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return SendAsync(context, _files.Value.Page.ContentType, _files.Value.Page.Plain);
    }

    private Task SendFileAsync(HttpContext context, string path)
    {
        var end = path.IndexOf('/', StringComparison.Ordinal);
        if (end < 0 || path[1..end] != _files.Value.Hash || _files.Value.Find(path[(end + 1)..]) is not { } file)
            throw ApiException.NotFound($"there is no file '{path}' in this version of the pages: load the page again");
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (encoding, bytes) = Accepts(accepted, "br") && file.Brotli is { } brotli ? ("br", brotli)
            : Accepts(accepted, "gzip") && file.Gzip is { } gzip ? ("gzip", gzip)
            : ("", file.Plain);
        if (encoding.Length > 0)
            context.Response.Headers.ContentEncoding = encoding;
        return SendAsync(context, file.ContentType, bytes);
    }

    private static bool Accepts(string accepted, string encoding) => accepted.Split(',', StringSplitOptions.TrimEntries).Contains(encoding, StringComparer.OrdinalIgnoreCase);

    private static Task SendAsync(HttpContext context, string type, byte[] bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
