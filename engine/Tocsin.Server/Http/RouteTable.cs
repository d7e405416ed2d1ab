namespace Tocsin.Server.Http;

/// <summary>What the API has in common: paths, headers, answers to what it does not know.</summary>
internal static class RouteTable
{
    public const string Base = "/kapacitor/v1";

    /// <summary>Where the API begins that Kapacitor has not.</summary>
    public const string OwnBase = "/tocsin/v1";

    private const string Preview = "/kapacitor/v1preview";

    /// <summary>Adds what happens to every request before its endpoint.</summary>
    public static void UseApi(this WebApplication app, string version)
    {
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(Preview, out var rest))
                context.Request.Path = Base + rest;
            context.Response.Headers["X-Kapacitor-Version"] = version;
            context.Response.Headers["Request-Id"] = Guid.CreateVersion7().ToString();
            return next(context);
        });
        app.UseMiddleware<ApiErrors>();
        app.UseRouting();
        app.MapFallback(context => ApiAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, "Not Found"));
    }
}
