namespace Tocsin.Server.Cli.Client.Numbered;

/// <summary><c>tocsin dead-letters resend</c> and <c>tocsin quarantine replay</c>: try it again.</summary>
internal sealed class RetryNumberedCommand(string verb, string description, NumberedThings things, Terminal terminal, ServerChoice server)
    : NumberedCommand(verb, description, things, terminal, server)
{
    protected override Task ActAsync(ApiClient api, string number, string path, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, $"{path}/{Name}", null, cancellationToken);

    protected override string Explain(string number, ApiRefusal refusal) => $"cannot {Name} {number}: {refusal.Message}";
}
