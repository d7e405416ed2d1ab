using Tocsin.Sdk.Functions;

namespace RoomFunctions;

/// <summary>What the air of a room can do to its walls.</summary>
public static class Humidity
{
    /// <summary>The temperature at which water comes out of the air, in °C, from its temperature in °C and its humidity in percent.</summary>
    [LambdaFunction("dewPoint", IsPure = true)]
    public static double DewPoint(double temperature, double humidity)
    {
        var gamma = Math.Log(humidity / 100) + 17.62 * temperature / (243.12 + temperature);
        return 243.12 * gamma / (17.62 - gamma);
    }
}
