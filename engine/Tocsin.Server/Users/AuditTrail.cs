using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Server.Users;

/// <summary>Who changed what, when, from where. Kept in the store, the newest so many. Safe for any number of threads.</summary>
/// <param name="most">How many are kept; 0 for none.</param>
internal sealed class AuditTrail(IAccessRecords records, TimeProvider time, int most)
{
    /// <summary>Writes something down.</summary>
    /// <param name="by">The name of the caller; empty when nobody has to say.</param>
    /// <param name="from">The machine; empty for the server itself.</param>
    public void Add(string by, string from, string action, string target)
    {
        if (most > 0)
            records.Enqueue(new AuditChange(new AuditRow { At = time.GetUtcNow().ToUnixTimeMilliseconds(), By = by, From = from, Action = action, Target = target }, most));
    }

    /// <summary>What was changed, the newest first.</summary>
    /// <param name="before">Only what has a smaller number; null for the newest.</param>
    public async Task<IReadOnlyList<AuditRow>> ListAsync(long? before, int limit)
    {
        await records.WhenCommitted().ConfigureAwait(false);
        return records.ReadAudit(before ?? long.MaxValue, limit);
    }

    private sealed class AuditChange(AuditRow row, int most) : StateChange
    {
        public override void Apply(IStateWriter writer) => writer.AddAudit(row, most);
    }
}
