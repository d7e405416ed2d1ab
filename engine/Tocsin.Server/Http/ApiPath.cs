namespace Tocsin.Server.Http;

/// <summary>Ids that are the rest of a path.</summary>
internal static class ApiPath
{
    /// <summary>The id; what has none is the path of a list, which does not know the method.</summary>
    /// <exception cref="ApiException">There is no id.</exception>
    public static string Id(string? rest) => string.IsNullOrEmpty(rest) ? throw ApiException.NotFound("Not Found") : rest;
}
