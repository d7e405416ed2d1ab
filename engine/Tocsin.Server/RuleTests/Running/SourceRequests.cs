using Microsoft.AspNetCore.WebUtilities;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Sdk.Sources;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.RuleTests.Running;

/// <summary>Brings requests of tests to the sources of an engine, as the HTTP server does.</summary>
internal sealed class SourceRequests(AlertEngine engine)
{
    private const string Ingest = "/ingest/";

    public async Task<SourceAnswer> SendAsync(RequestStep step)
    {
        var (path, query) = step.Target.Split('?', 2) is [var before, var after] ? (before, after) : (step.Target, "");
        var request = new SourceRequest
        {
            Method = step.Method,
            Url = new Uri(new Uri("http://localhost"), step.Target),
            Query = [.. QueryHelpers.ParseQuery(query).SelectMany(entry => entry.Value.Select(value => KeyValuePair.Create(entry.Key, value ?? "")))],
            Headers = step.Headers,
            Received = engine.Time.GetUtcNow(),
        };
        if (Admit(path, ref request) is not { } admission)
            return new SourceAnswer(new SourceReply(404));
        return admission.Refusal ?? await engine.Intake.TakeAsync(admission, request with { Body = step.Body }).ConfigureAwait(false);
    }

    private SourceAdmission? Admit(string path, ref SourceRequest request)
    {
        if (!path.StartsWith(Ingest, StringComparison.Ordinal))
            return engine.Intake.AdmitStandIn(path, ref request);
        var (id, rest) = path[Ingest.Length..].Split('/', 2) is [var first, var others] ? (first, others) : (path[Ingest.Length..], "");
        request = request with { Path = rest };
        return engine.Intake.Admit(Uri.UnescapeDataString(id), request);
    }
}
