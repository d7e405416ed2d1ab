using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>Who may use the server, and what they changed, as the store keeps it. Reads see what is committed.</summary>
public interface IAccessRecords : IRecords<IAccessWriter>
{
    IReadOnlyList<UserRow> LoadUsers();

    IReadOnlyList<TokenRow> LoadTokens();

    /// <summary>What was changed, the newest first.</summary>
    /// <param name="before">Only rows with smaller numbers.</param>
    IReadOnlyList<AuditRow> ReadAudit(long before, int limit);
}
