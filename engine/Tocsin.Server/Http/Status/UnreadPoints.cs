namespace Tocsin.Server.Cli.Shadow;

/// <summary>Points that were written to a database and retention policy that no task reads.</summary>
internal sealed record UnreadPoints(string Database, string RetentionPolicy, long Points)
{
    /// <summary>What to say of them.</summary>
    public override string ToString() => $"{Points} points of {Database}.{(RetentionPolicy.Length > 0 ? RetentionPolicy : "'' (written without a retention policy)")} are read by no task";
}
