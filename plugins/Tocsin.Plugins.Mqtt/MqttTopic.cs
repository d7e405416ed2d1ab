using System.Text;

namespace Tocsin.Plugins.Mqtt;

/// <summary>Names of topics.</summary>
internal static class MqttTopic
{
    private const int Longest = 65_535;

    public static bool IsValid(string topic) => topic.Length > 0 && topic.IndexOfAny(['+', '#', '\0']) < 0 && Encoding.UTF8.GetByteCount(topic) <= Longest;
}
