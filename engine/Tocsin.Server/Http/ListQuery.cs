using System.Globalization;
using Tocsin.Alerting.Matching;

namespace Tocsin.Server.Http;

/// <summary>The parameters of list requests: <c>pattern</c>, <c>fields</c>, <c>offset</c> (0), <c>limit</c> (100).</summary>
internal sealed record ListQuery(string Pattern, IReadOnlyList<string> Fields, int Offset, int Limit)
{
    /// <exception cref="ApiException">A number is wrong.</exception>
    public static ListQuery Read(IQueryCollection query) => new(
        query["pattern"].ToString(),
        [.. query["fields"].OfType<string>()],
        ReadNumber(query, "offset", 0),
        ReadNumber(query, "limit", 100));

    /// <summary>The part of a sorted list that was asked for. A negative limit asks for all.</summary>
    public IEnumerable<T> Choose<T>(IEnumerable<T> items, Func<T, string> id)
    {
        if (Limit < 0)
            return items;

        // A malformed pattern matches nothing.
        return items
            .Where(item => Pattern.Length == 0 || (GoGlob.TryMatch(Pattern, id(item), out var isMatch) && isMatch))
            .Skip(Offset)
            .Take(Limit);
    }

    private static int ReadNumber(IQueryCollection query, string name, int otherwise)
    {
        var text = query[name].ToString();
        return text.Length == 0 ? otherwise
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw ApiException.BadRequest($"invalid {name} parameter \"{text}\" must be an integer");
    }
}
