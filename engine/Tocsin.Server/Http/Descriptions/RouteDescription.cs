namespace Tocsin.Server.Http.Descriptions;

/// <summary>What a route of the server's own API answers.</summary>
/// <param name="Parameters">Names in the query.</param>
/// <param name="Answer">One shape or several, a status without a body, or a media type.</param>
internal sealed record RouteDescription(string Method, string Path, IReadOnlyList<string> Parameters, string Answer, string Summary);
