using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write users, tokens and what they changed.</summary>
/// <param name="prepare">Makes a statement that lives as long as the writer of all.</param>
internal sealed class SqliteAccessWriter(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement _saveUser = prepare(
        "INSERT OR REPLACE INTO users (name, password, roles, created, changed) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly SqliteStatement _deleteUser = prepare("DELETE FROM users WHERE name = ?1");

    private readonly SqliteStatement _addToken = prepare(
        "INSERT OR REPLACE INTO tokens (id, name, hash, roles, created, expires, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    private readonly SqliteStatement _deleteToken = prepare("DELETE FROM tokens WHERE id = ?1");

    private readonly SqliteStatement _noteUse = prepare("UPDATE tokens SET used = ?2 WHERE id = ?1");

    private readonly SqliteStatement _addAudit = prepare(
        "INSERT INTO audit (at, author, origin, action, target) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly SqliteStatement _pruneAudit = prepare("DELETE FROM audit WHERE no <= (SELECT max(no) FROM audit) - ?1");

    public void Save(UserRow user) =>
        _saveUser.Bind(1, user.Name).Bind(2, user.PasswordHash).Bind(3, user.Roles).Bind(4, user.Created).Bind(5, user.Changed).Run();

    public void DeleteUser(string name) => _deleteUser.Bind(1, name).Run();

    public void Add(TokenRow token)
    {
        _addToken.Bind(1, token.Id).Bind(2, token.Name).Bind(3, token.Hash).Bind(4, token.Roles).Bind(5, token.Created);
        BindOrNull(_addToken, 6, token.Expires);
        BindOrNull(_addToken, 7, token.Used);
        _addToken.Run();
    }

    public void DeleteToken(string id) => _deleteToken.Bind(1, id).Run();

    public void NoteUse(string token, long at) => _noteUse.Bind(1, token).Bind(2, at).Run();

    public void Add(AuditRow row, long most)
    {
        _addAudit.Bind(1, row.At).Bind(2, row.By).Bind(3, row.From).Bind(4, row.Action).Bind(5, row.Target).Run();
        _pruneAudit.Bind(1, most).Run();
    }

    private static void BindOrNull(SqliteStatement statement, int index, long? value)
    {
        if (value is { } number)
            statement.Bind(index, number);
        else
            statement.BindNull(index);
    }
}
