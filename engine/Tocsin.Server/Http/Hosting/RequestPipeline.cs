using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Logs;

namespace Tocsin.Server.Http.Hosting;

/// <summary>What all requests have in common: headers, redirections, answers to what the API does not know.</summary>
internal static class RequestPipeline
{
    // With a dot in it too.
    private const string Anything = "{*path}";

    /// <summary>Adds what happens to every request before its endpoint.</summary>
    /// <param name="time">The clock of what is logged now and then.</param>
    public static void UseApi(this WebApplication app, TimeProvider time, OriginGuard origins, AccessGuard access)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers["X-Kapacitor-Version"] = ServerVersion.Api;
            context.Response.Headers["Request-Id"] = Guid.CreateVersion7().ToString();
            if (origins.Refuse(context) is { } refusal)
                return ApiAnswer.ErrorAsync(context, StatusCodes.Status403Forbidden, refusal);
            if (HttpMethods.IsOptions(context.Request.Method) && !context.Request.Path.StartsWithSegments(RouteTable.IngestBase))
                return Task.CompletedTask; // Some senders ask a source with OPTIONS whether it wants them: that is for the source to answer.
            if (RedirectsTo(context) is { } clean)
                return RedirectAsync(context, clean);
            ApiPath.Keep(context);
            if (context.Request.Path.StartsWithSegments(RouteTable.PreviewBase, out var rest) && context.Request.Path != LogsApi.Path)
                context.Request.Path = RouteTable.Base + rest;
            return next(context);
        });
        // A write is answered without a body; what comes line by line would wait for more to be packed.
        app.UseWhen(
            context => context.Request.Path.Value?.EndsWith(RouteTable.Write, StringComparison.Ordinal) != true && context.Request.Path != LogsApi.Path,
            branch => branch.UseResponseCompression());
        app.UseMiddleware<ApiErrors>(time);
        app.Use((context, next) =>
        {
            RefuseMissingId(context);
            if (PeerEndpoints.WhyMissing(context.Request.Path) is { } why)
                throw new ApiException(StatusCodes.Status501NotImplemented, why);
            return next(context);
        });
        app.UseRouting();
        app.Use((context, next) =>
        {
            ApiPath.Restore(context.Request.RouteValues);
            return access.InvokeAsync(context, next);
        });
        app.MapFallback(Anything, (RequestDelegate)(context => throw UnknownPath.ErrorOf(context)));
    }

    /// <summary>Routing takes a path with a slash at its end for the same without; clients that forgot an id must be told.</summary>
    /// <exception cref="ApiException">The path ends where an id is missing.</exception>
    private static void RefuseMissingId(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case $"{RouteTable.Base}/tasks/":
                throw ApiException.BadRequest("must specify task id on path");
            case $"{RouteTable.Base}/templates/":
                throw ApiException.BadRequest("must specify template id on path");
            case $"{RouteTable.Base}/config/":
                throw ApiException.BadRequest("section not specified, do you have an extra trailing '/'?");
            case $"{RouteTable.Base}/service-tests/":
                throw ApiException.BadRequest("must provide service name");
            case $"{RouteTable.Base}/recordings/":
                throw ApiException.BadRequest("must specify recording id on path");
            case $"{RouteTable.Base}/replays/":
                throw ApiException.BadRequest("must specify replay id on path");
            case $"{RouteTable.Base}/alerts/topics/":
                throw ApiException.NotFound("unknown topic: \"\"");
            case $"{RouteTable.Base}/ping/" or $"{RouteTable.Base}/write/" or $"{RouteTable.Write}/":
                throw UnknownPath.ErrorOf(context);
        }
    }

    /// <summary>The clean form of a path with empty, <c>.</c> or <c>..</c> segments; null for a path that is clean.</summary>
    private static string? RedirectsTo(HttpContext context)
    {
        // The server has resolved dots in the request's path already.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        if (!path.StartsWith('/') || !(path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal)))
            return null;

        var clean = CleanPath.Of(path);
        return clean == path ? null : RouteTable.Escaped(clean) + (end < 0 ? "" : target[end..]);
    }

    private static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = location;
        context.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        return context.Response.WriteAsync($"<a href=\"{System.Net.WebUtility.HtmlEncode(location)}\">Moved Permanently</a>.\n\n");
    }
}
