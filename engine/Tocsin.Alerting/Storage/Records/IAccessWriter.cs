using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of users, tokens and what they changed. Used on the store's thread only, within its transaction.</summary>
public interface IAccessWriter
{
    /// <summary>Adds a user or replaces the one of that name.</summary>
    void SaveUser(UserRow user);

    void DeleteUser(string name);

    void AddToken(TokenRow token);

    void DeleteToken(string id);

    /// <summary>Notes when a token was last used, in milliseconds since 1970.</summary>
    void NoteUse(string token, long at);

    /// <summary>Keeps what somebody changed, under the next number, and forgets what is older than the newest <paramref name="most"/>.</summary>
    void AddAudit(AuditRow row, long most);
}
