namespace Tocsin.Server.Cli.Client.Kept;

/// <summary><c>tocsin dead-letters resend</c> and <c>tocsin quarantine replay</c>: try it again.</summary>
internal sealed class RetryKeptCommand(string verb, string description, KeptThings things, Terminal terminal, ServerChoice server)
    : KeptCommand(verb, description, things, terminal, server)
{
    protected override Task ActAsync(ApiClient api, string number, string path, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, $"{path}/{Name}", null, cancellationToken);

    protected override string Explain(string number, ApiRefusal refusal) => $"cannot {Name} {number}: {refusal.Message}";
}
