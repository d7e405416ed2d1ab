namespace Tocsin.Server.Http.Hosting;

/// <summary><c>/:routes</c>: the paths of the API that clients of Kapacitor know, with their methods.</summary>
internal static class RoutesApi
{
    public static void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder api) => api.MapGet("/:routes", context => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        foreach (var (path, methods) in Routes(app))
        {
            writer.WriteStartArray(path);
            foreach (var method in methods)
                writer.WriteStringValue(method);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }));

    // What follows a slash is a name; the list says that it may follow.
    private static IEnumerable<(string Path, IEnumerable<string> Methods)> Routes(IEndpointRouteBuilder app) => app.DataSources
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Select(endpoint => (Path: endpoint.RoutePattern.RawText ?? "", Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []))
        .Where(route => route.Path.StartsWith(RouteTable.Base, StringComparison.Ordinal) || route.Path == Logs.LogsApi.Path)
        .Select(route => (Path: route.Path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var name ? route.Path[..name] : route.Path, route.Methods))
        .GroupBy(route => route.Path, route => route.Methods)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (group.Key, (IEnumerable<string>)group.SelectMany(methods => methods).Distinct().Order(StringComparer.Ordinal)));
}
