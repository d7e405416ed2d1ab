using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Users;

namespace Tocsin.Server.Tests.Http.Access;

/// <summary>Agents say who they are with every write.</summary>
public sealed class SignInCostTests
{
    [Fact]
    public async Task Who_was_let_in_before_costs_no_hash_of_a_password_and_no_memory()
    {
        await using var store = SqliteStateStore.Open(new StoreSettings());
        var access = new ServerAccess(store, new HttpOptions(), TimeProvider.System, null, NullLogger.Instance);
        await access.Users.ResetAsync("telegraf", "correct horse");
        var given = new Credentials(CredentialKind.Header, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("telegraf:correct horse")));
        (await access.SignInAsync(given, IPAddress.Loopback)).Caller.Should().NotBeNull();

        Allocations.Each(100, () =>
        {
            if (access.SignInAsync(given, IPAddress.Loopback) is not { IsCompletedSuccessfully: true, Result.Caller: not null })
                throw new InvalidOperationException("it was not known");
        }).Should().Be(0);
    }

    [Fact]
    public async Task Credentials_of_any_length_are_looked_at_or_refused()
    {
        await using var store = SqliteStateStore.Open(new StoreSettings());
        var access = new ServerAccess(store, new HttpOptions { Auth = HttpAuth.On }, TimeProvider.System, null, NullLogger.Instance);

        foreach (var length in new[] { 0, 1, 100, 500, 1000, Credentials.Longest - 10, Credentials.Longest, 100_000 })
            (await access.SignInAsync(new Credentials(CredentialKind.Header, "Bearer " + new string('é', length)), IPAddress.Loopback)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }
}
