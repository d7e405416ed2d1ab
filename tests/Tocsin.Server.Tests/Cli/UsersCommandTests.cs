using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Alerting.Storage;

namespace Tocsin.Server.Tests.Cli;

public sealed class UsersCommandTests : ServerCommandTest
{
    [Fact]
    public async Task The_first_user_closes_the_server_and_commands_go_on_with_what_they_show()
    {
        await OkAsync("users", "add", "alice", "--role", "admin");
        var password = Cli.Output.Trim()["Password: ".Length..];
        password.Should().HaveLength(20);

        (await Cli.RunAsync("users")).Should().Be(3);
        Cli.Errors.Should().Be("tocsin: unable to parse authentication credentials: send user and password (Basic), a token (Bearer), or u= and p= in the address"
            + ": user and password go in the address, as in http://USER:PASSWORD@HOST:9092, or give --token TOKEN\n");

        var url = Server.Url.Replace("://", $"://alice:{password}@", StringComparison.Ordinal);
        await OkAsync("--url", url, "tokens", "add", "ci", "--role", "author", "--role", "write", "--expires", "90d");
        var token = Cli.Output.Trim();
        token.Should().StartWith("tocsin_");
        await OkAsync("--url", url, "tokens");
        Cli.Output.Should().Contain("ci ").And.Contain("write, author").And.NotContain(token);
        await OkAsync("--token", token, "list", "tasks");
        Cli.Set("TOCSIN_TOKEN", token);
        await OkAsync("list", "tasks");
        (await Cli.RunAsync("users")).Should().Be(3);
        Cli.Errors.Should().Be("tocsin: token:ci lacks the role admin that GET /tocsin/v1/users requires (has: write, author)\n");

        await OkAsync("--url", url, "audit");
        Cli.Output.Should().Contain("alice").And.Contain("/tocsin/v1/tokens ci, write, author").And.Contain("/tocsin/v1/users alice");
        await OkAsync("--url", url, "tokens", "--json");
        var id = System.Text.Json.JsonDocument.Parse(Cli.Output).RootElement.GetProperty("tokens")[0].GetProperty("id").GetString() ?? "";
        await OkAsync("--url", url, "tokens", "revoke", id);
        (await Cli.RunAsync("list", "tasks")).Should().Be(3);
    }

    [Fact]
    public async Task Users_are_changed_and_removed()
    {
        var file = Cli.File("password.txt", "correct horse\n");
        await OkAsync("users", "add", "alice", "--role", "admin", "--password-file", file);
        Cli.Output.Should().BeEmpty();
        Cli.Set("TOCSIN_URL", Server.Url.Replace("://", "://alice:correct%20horse@", StringComparison.Ordinal));
        Cli.Input = "another horse\r\n";

        await OkAsync("users", "add", "bob", "--role", "read,write", "--password-file", "-");
        await OkAsync("users", "roles", "bob", "--role", "respond");
        await OkAsync("users");
        Cli.Output.Should().MatchRegex("(?m)^bob +respond ");
        await OkAsync("users", "password", "bob");
        Cli.Output.Should().StartWith("Password: ");
        await OkAsync("users", "remove", "bob");
        (await Cli.RunAsync("users", "remove", "bob")).Should().Be(3);
        Cli.Errors.Should().Be("tocsin: no user 'bob': 'tocsin users' lists them\n");
        (await Cli.RunAsync("users", "remove", "alice")).Should().Be(3);
        Cli.Errors.Should().StartWith("tocsin: this would leave no administrator");
    }

    [Theory]
    [InlineData("give at least one --role: read, write, respond, author or admin", "users", "add", "x")]
    [InlineData("there is no role 'king': there are read, write, respond, author or admin", "users", "add", "x", "--role", "king")]
    [InlineData("give at least one --role: read, write, respond, author or admin", "tokens", "add", "x")]
    public async Task What_it_may_do_must_be_said(string error, params string[] arguments)
    {
        (await Cli.RunAsync(arguments)).Should().Be(2);

        Cli.Errors.Should().Be($"tocsin: {error}\n");
    }

    [Fact]
    public async Task A_password_that_is_too_short_is_refused_before_it_is_sent()
    {
        (await Cli.RunAsync("users", "add", "x", "--role", "admin", "--password-file", Cli.File("p", "short"))).Should().Be(2);

        Cli.Errors.Should().Be("tocsin: a password must have at least 8 characters\n");
    }

    [Fact]
    public async Task An_administrator_is_made_by_the_folder_of_a_server_that_does_not_run()
    {
        var folder = Path.Combine(Cli.Folder, "data");
        Directory.CreateDirectory(folder);

        await OkAsync("users", "reset", "admin", "--data", folder);

        Cli.Output.Should().StartWith("Password: ");
        await using var store = SqliteStateStore.Open(new StoreSettings { Folder = folder });
        store.LoadUsers().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "admin", Roles = "admin" });
        store.LoadUsers()[0].PasswordHash.Should().NotContain(Cli.Output.Trim()["Password: ".Length..]);
        store.ReadAudit(long.MaxValue, 10).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Action = "reset", Target = "user admin" });
        File.Exists(Path.Combine(folder, "sign-in-required")).Should().BeTrue();
        (await Cli.RunAsync("users", "reset", "admin", "--data", folder + "-not")).Should().Be(3);
        Cli.Errors.Should().Contain("give the server's data folder with --data");
    }
}
