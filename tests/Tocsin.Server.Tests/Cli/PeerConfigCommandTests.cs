namespace Tocsin.Server.Tests.Cli;

/// <summary>All who read a <c>kapacitor.conf</c> tell the same of it.</summary>
public sealed class PeerConfigCommandTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("", "off")]
    [InlineData("auth-enabled = true", "auto")]
    [InlineData("bind-address = \"127.0.0.1:9092\"", "auto")]
    public async Task Whether_callers_are_asked_is_shown_as_it_is_in_force(string http, string auth)
    {
        var config = _cli.File("kapacitor.conf", $"[http]\nlog-enabled = true\n{http}\n");

        await _cli.RunAsync("config", "--config", config);

        _cli.Output.Replace("'", "", StringComparison.Ordinal).Should().Contain($"\n  auth: {auth}\n");
        _cli.Errors.Contains("until there is a user ('tocsin users add')", StringComparison.Ordinal).Should().Be(auth == "off");
    }

    [Theory]
    [InlineData("config", "show")]
    [InlineData("check")]
    [InlineData("doctor", "--http", "127.0.0.1:0")]
    public async Task What_is_misspelt_is_told_with_what_is_meant(params string[] command)
    {
        var config = _cli.File("kapacitor.conf", "[http]\nbind-address = \"127.0.0.1:0\"\nbind-adress = \":1\"\n[[htppost]]\nendpoint = \"e\"\n[hipchat]\nenabled = false\n");

        await _cli.RunAsync([.. command, "--config", config, .. command[0] == "doctor" ? ["--data", Path.Combine(_cli.Folder, "data")] : Array.Empty<string>()]);

        var told = _cli.Output + _cli.Errors;
        told.Should().Contain($"{config}:3:1").And.Contain("section 'http' has no option 'bind-adress', it is ignored; did you mean 'bind-address'?")
            .And.Contain($"{config}:4:").And.Contain("no loaded plugin reads the section 'htppost'; did you mean 'httppost'?").And.NotContain("section 'hipchat' has");
    }
}
