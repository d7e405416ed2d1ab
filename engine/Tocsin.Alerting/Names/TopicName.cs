using System.Text;

namespace Tocsin.Alerting.Names;

/// <summary>The rule for names of topics that handlers can be defined for. Alert nodes may publish to others, which then have no handlers.</summary>
public static class TopicName
{
    /// <summary>What such a name consists of, for messages.</summary>
    public const string Parts = "letters, numbers, '-', '.', '_' and ':'";

    /// <summary>True when handlers can be defined for a topic of this name.</summary>
    public static bool CanHaveHandlers(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune) && rune.Value is not ((>= '0' and <= '9') or '-' or '.' or '_' or ':'))
                return false;
        }

        return name.Length > 0;
    }
}
