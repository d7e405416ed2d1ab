using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>What a handler's definition must look like before anything is made of it.</summary>
internal static class HandlerRules
{
    /// <summary>All that is not in order with a definition; each problem names the key to blame.</summary>
    /// <param name="forwards">True when its kind hands events on at once; false also when that is not known.</param>
    public static IEnumerable<ConfigProblem> Check(HandlerSpec spec, bool forwards) => [.. CheckNames(spec), .. CheckDelivery(spec, forwards)];

    /// <summary>What is not in order with topic, id and kind.</summary>
    public static IEnumerable<ConfigProblem> CheckNames(HandlerSpec spec)
    {
        if (spec.Id.Length == 0)
            yield return Problem("id", "handler ID must not be empty. Give the handler an id, by which it is shown and replaced: id: NAME");
        else if (AddressableName.Problem(spec.Id) is { } unreachable)
            yield return Problem("id", $"handler ID cannot be used: {unreachable}");
        else if (!IsId(spec.Id))
            yield return Problem("id", $"handler ID must contain only letters, numbers, '-', '.' and '_'. \"{spec.Id}\"");
        if (spec.Topic.Length == 0)
            yield return Problem("topic", "handler topic must not be empty. Name the topic whose events the handler gets: topic: NAME");
        else if (AddressableName.Problem(spec.Topic) is { } lost)
            yield return Problem("topic", $"handler topic cannot be used: {lost}");
        else if (!TopicName.CanHaveHandlers(spec.Topic))
            yield return Problem("topic", $"handler topic must contain only {TopicName.Parts}. \"{spec.Topic}\" of handler \"{spec.Id}\"");
        if (spec.Kind.Length == 0)
            yield return Problem("kind", $"handler Kind must not be empty. Give handler \"{spec.Id}\" a kind, such as post or slack");
    }

    /// <summary>What is wrong with deliveries of a kind that makes none; null when nothing is.</summary>
    public static ConfigProblem? CheckForwarding(HandlerSpec spec) => spec.DeliveryJson is null ? null : Problem(
        "delivery", $"kind {spec.Kind} hands events on at once: leave out delivery, or give it to the handlers that get these events");

    private static IEnumerable<ConfigProblem> CheckDelivery(HandlerSpec spec, bool forwards)
    {
        if (forwards)
            return CheckForwarding(spec) is { } misplaced ? [misplaced] : [];
        _ = HandlerDeliveryOptions.Read(spec.DeliveryJson, out var error);
        return error is null ? [] : [Problem("delivery", error)];
    }

    private static ConfigProblem Problem(string key, string message) => new(message) { Option = key };

    // A handler's id is a topic's name without its colons.
    private static bool IsId(string text) => TopicName.CanHaveHandlers(text) && !text.Contains(':', StringComparison.Ordinal);
}
