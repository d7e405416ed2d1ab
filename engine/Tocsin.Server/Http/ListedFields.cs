namespace Tocsin.Server.Http;

/// <summary>Which fields of a thing a list shows.</summary>
internal static class ListedFields
{
    /// <summary>Those that were asked for, with the id and the link, by their names; without any all that a list shows by default.</summary>
    /// <param name="asked">The <c>fields</c> of the request.</param>
    /// <param name="all">The fields there are.</param>
    /// <param name="byDefault">In the order of a list.</param>
    /// <exception cref="ApiException">A field does not exist.</exception>
    public static IEnumerable<string> Of(IReadOnlyList<string> asked, string[] all, string[] byDefault)
    {
        foreach (var field in asked)
        {
            if (!all.Contains(field))
                throw ApiException.BadRequest($"unsupported field \"{field}\": choose from {string.Join(", ", all)}");
        }

        return asked.Count == 0 ? byDefault : asked.Append("id").Append("link").Distinct().Order(StringComparer.Ordinal);
    }
}
