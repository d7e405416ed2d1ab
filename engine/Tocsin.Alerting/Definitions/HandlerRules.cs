using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage;

namespace Tocsin.Alerting.Definitions;

/// <summary>What a handler's definition must look like before anything is made of it.</summary>
public static class HandlerRules
{
    /// <summary>Null when the definition is in order, otherwise the first thing that is not.</summary>
    public static HandlerFault? Check(HandlerSpec spec) => CheckAll(spec).FirstOrDefault();

    /// <summary>All that is not in order with a definition.</summary>
    public static IEnumerable<HandlerFault> CheckAll(HandlerSpec spec)
    {
        if (AddressableName.Problem(spec.Id) is { } unreachable)
            yield return new HandlerFault("id", $"handler ID cannot be used: {unreachable}");
        else if (!IsName(spec.Id, allowColon: false))
            yield return new HandlerFault("id", $"handler ID must contain only letters, numbers, '-', '.' and '_'. \"{spec.Id}\"");
        if (AddressableName.Problem(spec.Topic) is { } lost)
            yield return new HandlerFault("topic", $"handler topic cannot be used: {lost}");
        else if (!IsName(spec.Topic, allowColon: true))
            yield return new HandlerFault("topic", $"handler topic must contain only letters, numbers, '-', '.', '_' and ':'. \"{spec.Topic}\" of handler \"{spec.Id}\"");
        if (spec.Kind.Length == 0)
            yield return new HandlerFault("kind", $"handler Kind must not be empty. Give handler \"{spec.Id}\" a kind, such as post or slack");
        if (spec.DeliveryJson is not null && !HandlerBuilder.IsOfKind(spec))
        {
            yield return new HandlerFault(
                "delivery", $"kind {spec.Kind} hands events on at once: leave out delivery, or give it to the handlers that get these events");
        }
        else if (spec.DeliveryJson is not null)
        {
            _ = HandlerDeliveryOptions.Read(spec.DeliveryJson, out var error);
            if (error is not null)
                yield return new HandlerFault("delivery", error);
        }
    }

    private static bool IsName(string text, bool allowColon)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune) && rune.Value is not ((>= '0' and <= '9') or '-' or '.' or '_') && !(allowColon && rune.Value == ':'))
                return false;
        }

        return text.Length > 0;
    }
}
