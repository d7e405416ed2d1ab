namespace Tocsin.Server.Tests.Cli;

/// <summary>Tests of commands that talk to a server: each has one of its own.</summary>
public abstract class ServerCommandTest : IAsyncLifetime, IDisposable
{
    private protected CliRun Cli { get; } = new();

    // Set before every test.
    private protected RunningServer Server { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Server = await RunningServer.StartAsync();
        Cli.Set("TOCSIN_URL", Server.Url);
    }

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    public void Dispose()
    {
        Cli.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a command that must succeed and say nothing on the side.</summary>
    private protected async Task OkAsync(params string[] arguments)
    {
        var code = await Cli.RunAsync(arguments);
        Cli.Errors.Should().BeEmpty();
        code.Should().Be(0);
    }
}
