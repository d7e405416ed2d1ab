namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Headers of HTTP requests that options name: one that HTTP cannot carry is refused where it is given.</summary>
public static class RequestHeader
{
    private const string Marks = "!#$%&'*+-.^_`|~";

    /// <summary>What is wrong with a header, without its value, which may be a secret; null when nothing is.</summary>
    public static string? Problem(string name, string value)
    {
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || Marks.Contains(letter, StringComparison.Ordinal)))
            return $"'{Shown(name)}' cannot be the name of a header: write letters, digits and dashes, as in X-Team";
        foreach (var letter in value)
        {
            if (letter is '\r' or '\n' or '\0')
                return $"the value of the header '{name}' has a line feed in it, which would begin another header: give one line";
            if (letter is not (>= ' ' and <= '~' or '\t'))
                return $"the value of the header '{name}' has a sign in it that headers cannot carry, U+{(int)letter:X4}: write it in ASCII";
        }

        return null;
    }

    private static string Shown(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
