using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sqlite;

namespace Tocsin.Engine.Tests.Storage;

/// <summary>Users, tokens and what they changed outlive the process.</summary>
public sealed class AccessRecordsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Users_and_tokens_are_there_again_after_a_restart()
    {
        var user = new UserRow("alice", "hash", "admin", 1000, 2000);
        var token = new TokenRow { Id = "3f", Name = "ci", Hash = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], Roles = "read", Created = 3000, Expires = 4000 };
        await using (var store = Open())
        {
            await store.CommitAsync((IStateWriter writer) =>
            {
                writer.SaveUser(user);
                writer.SaveUser(user with { Name = "gone" });
                writer.DeleteUser("gone");
                writer.AddToken(token);
                writer.AddToken(token with { Id = "4a", Hash = new byte[32], Expires = null });
                writer.DeleteToken("4a");
                writer.NoteUse("3f", 3500);
            });
        }

        await using var again = Open();
        again.LoadUsers().Should().Equal(user);
        again.LoadTokens().Should().ContainSingle().Which.Should().BeEquivalentTo(token with { Used = 3500 });
    }

    [Fact]
    public async Task The_newest_changes_are_kept()
    {
        await using var store = Open();
        await store.CommitAsync((IStateWriter writer) =>
        {
            for (var i = 1; i <= 5; i++)
                writer.AddAudit(new AuditRow { At = i, By = "alice", From = "::1", Action = "POST", Target = $"/{i}" }, most: 3);
        });

        store.ReadAudit(long.MaxValue, 10).Select(row => (row.Number, row.At, row.Target)).Should().Equal((5, 5, "/5"), (4, 4, "/4"), (3, 3, "/3"));
        store.ReadAudit(5, 1).Should().ContainSingle().Which.Should().Be(new AuditRow { Number = 4, At = 4, By = "alice", From = "::1", Action = "POST", Target = "/4" });
    }

    private SqliteStateStore Open() => SqliteStateStore.Open(new StoreSettings { Folder = _folder.Path });
}
