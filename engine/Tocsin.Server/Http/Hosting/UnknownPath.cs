using Microsoft.AspNetCore.Routing.Patterns;
using Tocsin.Dsl.Text;

namespace Tocsin.Server.Http.Hosting;

/// <summary>Words for a request that no route takes: the path, the nearest that there is, and where the list is.</summary>
internal static class UnknownPath
{
    private const string List = $"GET {RouteTable.Base}/:routes lists those of Kapacitor, docs/http.md all";

    // What is anything else.
    private const int LowestOrder = int.MaxValue;

    /// <summary>What is wrong with a request, as an error of the API.</summary>
    public static ApiException ErrorOf(HttpContext context)
    {
        var (method, path) = (context.Request.Method, ApiPath.Shown(context.Request.Path.Value ?? "/"));
        var routes = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Order < LowestOrder).ToList();
        return ApiException.NotFound(Words(method, path, routes));
    }

    private static string Words(string method, string path, IReadOnlyList<RouteEndpoint> routes)
    {
        var parts = PartsOf(path);
        var others = routes.Where(route => Fits(route.RoutePattern, parts)).SelectMany(MethodsOf).Distinct().Order(StringComparer.Ordinal).ToList();
        if (others.Count > 0 && !path.EndsWith('/'))
            return $"Not Found: there is no {method} of {path}, which takes {string.Join(" and ", others)}; {List}";
        var meant = Nearest(path, parts, routes) is { } near ? $"; did you mean {near}?" : "";
        return $"Not Found: there is no path {path}{meant}{(meant.Length > 0 ? " " : "; ")}{List}";
    }

    /// <summary>The path with what is wrong in it put right, as far as one can see; null when nothing is near.</summary>
    private static string? Nearest(string path, string[] parts, IReadOnlyList<RouteEndpoint> routes)
    {
        var below = $"{RouteTable.Base}/{string.Join('/', parts)}";
        if (parts.Length > 0 && routes.Any(route => Fits(route.RoutePattern, PartsOf(below))))
            return below;
        var open = routes.Select(route => route.RoutePattern.PathSegments).ToList();
        var right = new List<string>();
        for (var at = 0; at < parts.Length; at++)
        {
            var words = open.Where(segments => at < segments.Count).Select(segments => WordOf(segments[at])).ToList();
            if (NearestName.Find(parts[at], words.OfType<string>().Distinct()) is { } word)
                right.Add(word);
            else if (words.Contains(null))
                right.Add(parts[at]);
            else
                break;
            open = [.. open.Where(segments => at < segments.Count && (WordOf(segments[at]) is not { } known || known == right[at]))];
        }

        var near = "/" + string.Join('/', right);
        return right.Count > 0 && near != path && routes.Any(route => Fits(route.RoutePattern, [.. right])) ? near : null;
    }

    private static bool Fits(RoutePattern pattern, string[] parts)
    {
        var segments = pattern.PathSegments;
        var takesMore = segments is [.., { Parts: [RoutePatternParameterPart { IsCatchAll: true }] }];
        return (takesMore ? parts.Length >= segments.Count : parts.Length == segments.Count)
            && segments.Zip(parts).All(pair => WordOf(pair.First) is not { } word || word.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> MethodsOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    // Null for a name that is put in.
    private static string? WordOf(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternLiteralPart { Content: var word }] ? word : null;

    private static string[] PartsOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
