using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write users, tokens and what they changed.</summary>
/// <param name="statements">Makes statements that live as long as the writer of all.</param>
internal sealed class SqlAccessWriter(ISqlStatements statements)
{
    private readonly ISqlStatement _saveUser = statements.Save("users", 1, "name", "password", "roles", "created", "changed");

    private readonly ISqlStatement _deleteUser = statements.Remove("users", "name");

    private readonly ISqlStatement _addToken = statements.Save("tokens", 1, "id", "name", "hash", "roles", "created", "expires", "used");

    private readonly ISqlStatement _deleteToken = statements.Remove("tokens", "id");

    private readonly ISqlStatement _noteUse = statements.Prepare("UPDATE tokens SET used = ?2 WHERE id = ?1");

    private readonly ISqlStatement _addAudit = statements.Add("audit", "at", "author", "origin", "action", "target");

    private readonly ISqlStatement _pruneAudit = statements.Prepare("DELETE FROM audit WHERE no <= (SELECT max(no) FROM audit) - ?1");

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

    private static void BindOrNull(ISqlStatement statement, int index, long? value)
    {
        if (value is { } number)
            statement.Bind(index, number);
        else
            statement.BindNull(index);
    }
}
