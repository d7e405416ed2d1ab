using System.Text;

namespace Tocsin.Engine.Alerts;

/// <summary>What a handler's definition must look like before anything is made of it.</summary>
public static class HandlerRules
{
    /// <summary>Null when the definition is in order, otherwise what is not.</summary>
    public static HandlerFault? Check(HandlerSpec spec)
    {
        if (!IsName(spec.Id, allowColon: false))
            return new HandlerFault("id", $"handler ID must contain only letters, numbers, '-', '.' and '_'. \"{spec.Id}\"");
        if (!IsName(spec.Topic, allowColon: true))
            return new HandlerFault("topic", $"handler topic must contain only letters, numbers, '-', '.', '_' and ':'. \"{spec.Topic}\" of handler \"{spec.Id}\"");
        return spec.Kind.Length == 0
            ? new HandlerFault("kind", $"handler Kind must not be empty. Give handler \"{spec.Id}\" a kind, such as post or slack")
            : null;
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
