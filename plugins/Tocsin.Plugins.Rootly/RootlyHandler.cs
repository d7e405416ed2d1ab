using System.Globalization;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>
/// Creates, updates and resolves alerts in Rootly. Remembers nothing: which alert of Rootly belongs to ours is asked of Rootly each time, by
/// the external id, so that restarts and repeated attempts make no second one; handlers of one alert take turns.
/// </summary>
[AlertHandler("rootly")]
internal sealed class RootlyHandler : IAlertHandler
{
    private const int LongestPage = 16 * 1024 * 1024;
    private const int PageSize = 100;
    private const int MostPages = 50;

    private static readonly AlertTurns Turns = new();

    private static readonly string[] OpenStatuses = ["triggered", "acknowledged", "open"];

    private readonly RootlyMessage _message;
    private readonly RootlySettings _settings;
    private readonly JsonApi _api;
    private readonly string _alerts;

    public RootlyHandler(RootlyOptions options, RootlySettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _message = new RootlyMessage(options, settings, context);
        _settings = settings;
        _alerts = settings.Url.AbsoluteUri.TrimEnd('/') + "/alerts";
        _api = new JsonApi("Rootly", http, time, settings.Token)
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer " + settings.Token, ["Accept"] = "application/vnd.api+json" },
            MediaType = "application/vnd.api+json",
            LongestReply = LongestPage,
        };
    }

    // Two handlers of one alert that both find none would both make one.
    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        using var turn = await Turns.WaitAsync($"{_alerts} {alert.Id}", cancellationToken).ConfigureAwait(false);
        return await FindAsync(alert, 0, 1, found => ActAsync(alert, found, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<Delivery> ActAsync(AlertEvent alert, string? found, CancellationToken cancellationToken) => (alert.Level, found) switch
    {
        (AlertLevel.Ok, null) => ValueTask.FromResult(Delivery.Done with { Reply = "there is no open alert of this id" }),
        (AlertLevel.Ok, _) when alert.LeavesIncidentOpen(RecoveryAction.Resolve) =>
            AskAsync(HttpMethod.Post, $"{_alerts}/{Uri.EscapeDataString(found)}/acknowledge", RootlyMessage.Acknowledge(), cancellationToken, _ => found),
        (AlertLevel.Ok, _) => AskAsync(HttpMethod.Post, $"{_alerts}/{Uri.EscapeDataString(found)}/resolve", _message.Resolve(alert), cancellationToken),
        (_, null) => AskAsync(HttpMethod.Post, _alerts, _message.Create(alert), cancellationToken, static reply => reply.Text("data", "id")),
        _ => AskAsync(HttpMethod.Patch, $"{_alerts}/{Uri.EscapeDataString(found)}", _message.Update(alert), cancellationToken, _ => found),
    };

    // Rootly filters by status and source but not by external id.
    private ValueTask<Delivery> FindAsync(
        AlertEvent alert, int status, int number, Func<string?, ValueTask<Delivery>> next, CancellationToken cancellationToken)
    {
        if (status == OpenStatuses.Length)
            return next(null);

        var address = new Uri(string.Create(
            CultureInfo.InvariantCulture,
            $"{_alerts}?filter[status]={OpenStatuses[status]}&filter[source]={Uri.EscapeDataString(_settings.Source)}&page[number]={number}&page[size]={PageSize}"));
        return _api.AskAsync(HttpMethod.Get, address, default, reply =>
        {
            if (!reply.IsSuccess)
                return ValueTask.FromResult(Fail(reply));
            if (!RootlyPage.TryRead(reply.Body, RootlyMessage.ExternalId(alert), out var page))
                return ValueTask.FromResult(Delivery.Retry($"Rootly: the list of alerts is not what was expected: {LimitedText.Cut(reply.Body, 200)}"));
            if (page.Found is { } found)
                return next(found);
            return page.HasNext && number < MostPages
                ? FindAsync(alert, status, number + 1, next, cancellationToken)
                : FindAsync(alert, status + 1, 1, next, cancellationToken);
        }, cancellationToken);
    }

    /// <param name="alertIn">Rootly's id of the alert that is open from now on, by the answer; null when none is.</param>
    private ValueTask<Delivery> AskAsync(
        HttpMethod method, string address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken, Func<ServiceReply, string>? alertIn = null) =>
        _api.AskAsync(method, new Uri(address), body, reply => ValueTask.FromResult(reply.IsSuccess ? Done(reply, alertIn?.Invoke(reply) ?? "") : Fail(reply)), cancellationToken);

    private static Delivery Done(ServiceReply reply, string id) =>
        id.Length == 0 ? reply.Judge() : reply.Judge() with { Incident = new IncidentReference("rootly", id) };

    private static Delivery Fail(ServiceReply reply) => reply.Judge(RootlyErrors.In(reply));
}
