using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Status;

/// <summary>Points that were written to a database and retention policy that no task reads.</summary>
internal sealed record UnreadPoints(string Database, string RetentionPolicy, long Points)
{
    /// <summary>All of them since the start, by database and retention policy; most points first.</summary>
    public static IReadOnlyList<UnreadPoints> In(AlertEngine engine) =>
    [
        .. engine.Writer.Ingress.GroupBy(count => (count.Database, count.RetentionPolicy)).Where(origin => !engine.Running.HasReader(origin.Key.Database, origin.Key.RetentionPolicy))
            .Select(origin => new UnreadPoints(origin.Key.Database, origin.Key.RetentionPolicy, origin.Sum(count => count.Points))).OrderByDescending(unread => unread.Points),
    ];

    /// <summary>What to say of them.</summary>
    public override string ToString() => $"{Points} points of {Database}.{(RetentionPolicy.Length > 0 ? RetentionPolicy : "'' (written without a retention policy)")} are read by no task";
}
