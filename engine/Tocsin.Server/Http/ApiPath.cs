using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Tocsin.Server.Http;

/// <summary>Ids that are part of a path.</summary>
internal static class ApiPath
{
    // Two characters that Unicode keeps for programs to use among themselves.
    private const char Slash = '\uFDD0';
    private const char Dot = '\uFDD1';

    /// <summary>The id; what has none is the path of a list, which does not know the method.</summary>
    /// <exception cref="ApiException">There is no id.</exception>
    public static string Id(string? rest) => string.IsNullOrEmpty(rest) ? throw ApiException.NotFound("Not Found: the id is missing at the end of the path; the path without it is the list, which GET shows") : rest;

    /// <summary>
    /// Ids of alerts are free texts: a slash or dot that came percent-encoded is part of one and no part of the path. Keeps it from routing;
    /// <see cref="Restore"/> gives it back.
    /// </summary>
    public static void Keep(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        if (path.StartsWith('/') && (path.Contains("%2F", StringComparison.OrdinalIgnoreCase) || path.Contains("%2E", StringComparison.OrdinalIgnoreCase)))
            context.Request.Path = string.Join('/', path.Split('/').Select(KeepSegment));
    }

    /// <summary>Gives the parts of the path that routing found the form in which they were meant.</summary>
    public static void Restore(RouteValueDictionary values)
    {
        foreach (var (name, value) in values.Where(entry => entry.Value is string text && text.AsSpan().ContainsAny(Slash, Dot)).ToList())
            values[name] = Shown((string)value!); // It was a text above.
    }

    /// <summary>A path in the form in which it was meant, for people.</summary>
    public static string Shown(string path) => path.Replace(Slash, '/').Replace(Dot, '.');

    private static string KeepSegment(string segment)
    {
        var text = new StringBuilder(Uri.UnescapeDataString(segment)).Replace('/', Slash);
        return text.ToString() is "." or ".." ? text.Replace('.', Dot).ToString() : text.ToString();
    }
}
