using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Tocsin.EndToEnd;

/// <summary>A server that asks who calls, from the first administrator to one who forgot the password.</summary>
public sealed class LockedDoorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_administrator_is_made_before_the_start_and_again_while_the_server_runs()
    {
        Directory.CreateDirectory(_folder.Of("data"));
        var (refused, _, why) = await TocsinProcess.RunAsync(_folder.Path, null, "serve", "--http", "0.0.0.0:0", "--data", "data");
        refused.Should().Be(3);
        why.Should().Contain("0.0.0.0:0 is reachable from other machines and no users are defined");

        var first = await ResetAsync();
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data");
        (await StatusAsync(server, first)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, "a guess")).Should().Be(HttpStatusCode.Unauthorized);
        (await TocsinProcess.RunAsync(_folder.Path, server.Url, "list", "tasks")).ExitCode.Should().Be(3);

        var second = await ResetAsync();
        (await StatusAsync(server, first)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, second)).Should().Be(HttpStatusCode.OK);
        (await TocsinProcess.RunAsync(_folder.Path, server.Url.Replace("://", $"://admin:{second}@", StringComparison.Ordinal), "list", "tasks")).ExitCode.Should().Be(0);

        var (code, log) = await server.TerminateAsync();
        code.Should().Be(0);
        log.Should().Contain("sign-in refused").And.NotContain(first).And.NotContain(second);
        File.Exists(_folder.Of("data", "local-admin.json")).Should().BeFalse();
    }

    private async Task<string> ResetAsync()
    {
        var (code, output, errors) = await TocsinProcess.RunAsync(_folder.Path, null, "users", "reset", "admin", "--data", "data");
        errors.Should().BeEmpty();
        code.Should().Be(0);
        return output.Trim()["Password: ".Length..];
    }

    private static async Task<HttpStatusCode> StatusAsync(TocsinProcess server, string password)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{password}")));
        using var reply = await http.GetAsync($"{server.Url}/kapacitor/v1/tasks");
        return reply.StatusCode;
    }
}
