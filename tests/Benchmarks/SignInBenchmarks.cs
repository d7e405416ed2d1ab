using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Users;

namespace Tocsin.Benchmarks;

/// <summary>What it costs a write to say who sends it, again and again.</summary>
[MemoryDiagnoser]
public class SignInBenchmarks
{
    private readonly SqliteStateStore _store = SqliteStateStore.Open(new StoreSettings());
    private ServerAccess _access = null!; // Made before the rounds.
    private Credentials _password;
    private Credentials _token;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _access = new ServerAccess(_store, new HttpOptions(), TimeProvider.System, null, NullLogger.Instance);
        await _access.Users.ResetAsync("telegraf", "correct horse");
        var (_, secret) = await _access.Tokens.AddAsync("telegraf", Roles.Write, null);
        _password = new Credentials(CredentialKind.Header, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("telegraf:correct horse")));
        _token = new Credentials(CredentialKind.Header, $"Bearer {secret}");
        await _access.SignInAsync(_password, IPAddress.Loopback);
    }

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _store.DisposeAsync();

    [Benchmark]
    public bool Password() => _access.SignInAsync(_password, IPAddress.Loopback).Result.Caller is not null;

    [Benchmark]
    public bool Token() => _access.SignInAsync(_token, IPAddress.Loopback).Result.Caller is not null;
}
