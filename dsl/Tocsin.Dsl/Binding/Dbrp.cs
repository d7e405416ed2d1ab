namespace Tocsin.Dsl.Binding;

/// <summary>A database and one of its retention policies: where a task's points come from.</summary>
public readonly record struct Dbrp(string Database, string RetentionPolicy)
{
    /// <summary>How people write one, for messages.</summary>
    public const string Form = "write database.retention-policy, such as telegraf.autogen; quote names that hold a dot: \"my.db\".\"autogen\"";

    /// <summary>Reads what people write outside of scripts: <c>db.rp</c>, or with quotes <c>"my.db"."r p"</c>. False for all else.</summary>
    public static bool TryParse(string text, out Dbrp dbrp)
    {
        dbrp = default;
        var rest = text.AsSpan();
        if (!TryTake(ref rest, out var database) || rest is not ['.', ..])
            return false;
        rest = rest[1..];
        if (!TryTake(ref rest, out var retentionPolicy) || !rest.IsEmpty)
            return false;
        dbrp = new Dbrp(database, retentionPolicy);
        return true;
    }

    /// <summary>As scripts write it: <c>"database"."retention policy"</c>.</summary>
    public override string ToString() => $"\"{Database}\".\"{RetentionPolicy}\"";

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
                return name.Length > 0;
            }
        }

        return false;
    }
}
