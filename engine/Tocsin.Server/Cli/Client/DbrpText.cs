using Tocsin.Dsl.Binding;

namespace Tocsin.Server.Cli.Client;

/// <summary>Databases and retention policies as command lines have them: <c>db.rp</c>, or with quotes <c>"my.db"."r p"</c>.</summary>
internal static class DbrpText
{
    /// <exception cref="CliException">The text is not of this form.</exception>
    public static Dbrp Parse(string text)
    {
        var rest = text.AsSpan();
        if (!TryTake(ref rest, out var database) || rest is not ['.', ..])
            throw Refusal(text);
        rest = rest[1..];
        return TryTake(ref rest, out var retentionPolicy) && rest.IsEmpty ? new Dbrp(database, retentionPolicy) : throw Refusal(text);
    }

    private static CliException Refusal(string text) => new(
        $"'{text}' isn't a valid -dbrp: write database.retention-policy, such as telegraf.autogen; quote names that hold a dot: \"my.db\".\"autogen\"",
        ExitCode.Usage);

    private static bool TryTake(ref ReadOnlySpan<char> rest, out string name)
    {
        name = "";
        if (rest is not ['"', ..])
        {
            var end = rest.IndexOf('.');
            end = end < 0 ? rest.Length : end;
            name = rest[..end].ToString();
            rest = rest[end..];
            return name.Length > 0;
        }

        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '\\' && at + 1 < rest.Length && rest[at + 1] == '"')
            {
                at++;
            }
            else if (rest[at] == '"')
            {
                name = rest[1..at].ToString().Replace("\\\"", "\"", StringComparison.Ordinal);
                rest = rest[(at + 1)..];
                return true;
            }
        }

        return false;
    }
}
