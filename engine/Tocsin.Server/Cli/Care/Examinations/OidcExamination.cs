using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Server.Cli.Status;
using Tocsin.Server.Users;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>The provider of sign-ins: whether it answers, calls itself as the configuration does, and has keys.</summary>
internal static class OidcExamination
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(Examined server, CancellationToken cancellationToken)
    {
        var options = server.Plan.Config.Options.Oidc;
        if (!options.IsUsed())
            return [];
        using var provider = new OidcProvider(options, server.Time, NullLogger.Instance);
        try
        {
            var found = await provider.GetConfigurationAsync(cancellationToken).ConfigureAwait(false);
            return [new Finding(FindingLevel.Ok, "oidc", $"{options.Issuer} answers, and signs with {Amount.Of(found.SigningKeys.Count, "key")}")];
        }
        catch (OidcException problem)
        {
            return [new Finding(FindingLevel.Error, "oidc", problem.Message, "nobody can sign in by it until it answers: correct oidc.issuer, or see whether the provider runs and is reached from here")];
        }
    }
}
