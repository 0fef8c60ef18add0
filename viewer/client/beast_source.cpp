// The one translation unit that holds the compiled parts of Boost.Asio and Boost.Beast.
#include <utility>  // before Asio 1.74, whose awaitable.hpp forgets it

#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
