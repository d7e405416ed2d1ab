using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Hosting;
using Tocsin.Scripting.Hosting;
using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Serve;
using Tocsin.Server.Users;

namespace Tocsin.Server.Tests.Cli.Serve;

/// <summary>Nobody opens a server to other machines without saying so.</summary>
public sealed class OpennessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("127.0.0.1", HttpAuth.Auto, "")]
    [InlineData("::1", HttpAuth.Auto, "")]
    [InlineData("127.0.0.1", HttpAuth.Off, "")]
    [InlineData("0.0.0.0", HttpAuth.Off, "http.auth is off: anyone who can reach 0.0.0.0:9092 has full access")]
    [InlineData("0.0.0.0", HttpAuth.On, "authentication is on and no users are defined: 'tocsin users reset NAME --data *' makes an administrator")]
    public async Task A_server_without_users_starts_where_it_is_in_order_or_somebody_said_so(string address, HttpAuth auth, string warning) =>
        (await JudgeAsync(address, new HttpOptions { Auth = auth })).Warning.Should().MatchRegex("^" + System.Text.RegularExpressions.Regex.Escape(warning).Replace("\\*", ".*", StringComparison.Ordinal) + "$");

    [Fact]
    public async Task A_server_without_users_does_not_start_for_other_machines()
    {
        foreach (var address in new[] { "0.0.0.0", "::", "192.0.2.7" })
        {
            var problem = await FluentActions.Awaiting(() => JudgeAsync(address, new HttpOptions())).Should().ThrowAsync<CliException>();
            problem.Which.Message.Should().Contain("is reachable from other machines").And.Contain("users reset").And.Contain("--auth off");
        }
    }

    [Fact]
    public async Task A_file_of_Kapacitor_is_honoured_as_it_stands_and_shown_in_the_status()
    {
        var file = ConfigFile.Parse("kapacitor.conf", "[http]\n", _ => null, []);
        file.Options.Http.BindAddress.Should().Be(":9092");

        var (warning, isShown) = await JudgeAsync("0.0.0.0", file.Options.Http, file);

        warning.Should().StartWith("anyone who can reach 0.0.0.0:9092 has full access, as kapacitor.conf sets it");
        isShown.Should().BeTrue();
        (await JudgeAsync("0.0.0.0", ConfigFile.Parse("kapacitor.conf", "[http]\nauth-enabled = true\n", _ => null, []).Options.Http, file)).Warning
            .Should().StartWith("authentication is on and no users are defined");
    }

    [Fact]
    public async Task With_a_user_it_listens_anywhere_and_asks_everywhere()
    {
        await using var store = Open();
        var access = Access(store, new HttpOptions());
        await access.Users.ResetAsync("admin", "correct horse");

        Openness.Of(Settings("0.0.0.0", new HttpOptions(), ConfigFile.Default), access).Warning.Should().BeEmpty();
        access.IsOn.Should().BeTrue();
        Access(store, new HttpOptions { Auth = HttpAuth.Off }).IsOn.Should().BeFalse();
    }

    [Fact]
    public async Task A_database_that_lost_its_users_does_not_open_the_server()
    {
        await using (var store = Open())
            await Access(store, new HttpOptions()).Users.ResetAsync("admin", "correct horse");
        File.Delete(Path.Combine(_folder.Path, SqliteStateStore.FileName));

        await using var empty = Open();
        var access = Access(empty, new HttpOptions());

        access.Users.IsEmpty.Should().BeTrue();
        access.IsOn.Should().BeTrue();
    }

    [Fact]
    public async Task The_password_of_subscriptions_stays_the_same_over_restarts_and_writes_points_only()
    {
        await using var store = Open();
        var access = Access(store, new HttpOptions { Auth = HttpAuth.On });
        var password = access.Subscriber!; // It is on.

        Access(store, new HttpOptions { Auth = HttpAuth.On }).Subscriber.Should().Be(password);
        Access(store, new HttpOptions()).Subscriber.Should().BeNull();
        var given = new Credentials(CredentialKind.Password, $"~subscriber:{password}");
        for (var i = 0; i < 2; i++)
            (await access.SignInAsync(given, IPAddress.Loopback)).Caller.Should().Be(new Caller("~subscriber", Roles.Write));
        (await access.SignInAsync(new Credentials(CredentialKind.Password, $"~subscriber:{password}x"), IPAddress.Loopback)).Caller.Should().BeNull();
    }

    [Fact]
    public async Task What_is_wrong_with_the_key_of_subscriptions_is_no_matter_of_whoever_asks()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, AccessKey.FileName));
        await using var store = Open();
        var access = Access(store, new HttpOptions { Auth = HttpAuth.On });

        var refused = await access.SignInAsync(new Credentials(CredentialKind.Password, "~subscriber:x"), IPAddress.Loopback);

        refused.Status.Should().Be(HttpStatusCode.Unauthorized);
        refused.Problem.Should().NotContain(_folder.Path);
    }

    [Fact]
    public async Task The_token_of_the_data_folder_is_taken_from_this_machine_only()
    {
        await using var store = Open();
        var access = Access(store, new HttpOptions { Auth = HttpAuth.On });
        var token = access.NewLocalToken();
        using (LocalDoor.Open(_folder.Path, "http://localhost:9092", token))
        {
            LocalDoor.Find(_folder.Path).Should().Be((new Uri("http://localhost:9092"), token));
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(Path.Combine(_folder.Path, "local-admin.json")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var given = new Credentials(CredentialKind.Header, $"Bearer {token}");
            (await access.SignInAsync(given, IPAddress.Loopback)).Caller?.Roles.Should().Be(Roles.Admin);
            (await access.SignInAsync(given, IPAddress.Parse("192.0.2.7"))).Caller.Should().BeNull();
        }

        LocalDoor.Find(_folder.Path).Should().BeNull();
    }

    private async Task<(string Warning, bool IsShown)> JudgeAsync(string address, HttpOptions http, ConfigFile? config = null)
    {
        await using var store = Open();
        return Openness.Of(Settings(address, http, config ?? ConfigFile.Default), Access(store, http));
    }

    private SqliteStateStore Open() => SqliteStateStore.Open(new StoreSettings { Folder = _folder.Path });

    private ServerAccess Access(SqliteStateStore store, HttpOptions http) => new(store, http, TimeProvider.System, _folder.Path, NullLogger.Instance);

    private ServeSettings Settings(string address, HttpOptions http, ConfigFile config) => new()
    {
        Address = new IPEndPoint(IPAddress.Parse(address), 9092),
        Http = http,
        DataFolder = _folder.Path,
        DataFolderLock = null!, // Nothing here asks for it.
        Extensions = new ExtensionFolders(),
        Config = config,
        ConfigPath = config.IsOfPeer ? "/etc/kapacitor/kapacitor.conf" : null,
    };
}
