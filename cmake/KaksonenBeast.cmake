# kaksonen_beast: Boost.Asio and Boost.Beast compiled once (their "separate compilation" mode), for
# the server and for the viewer's client. Linking it gives the definitions every user must agree on.
include_guard(GLOBAL)

function(kaksonen_beast)
  if(TARGET kaksonen_beast)
    return()
  endif()
  find_package(Boost 1.74 REQUIRED)
  find_package(Threads REQUIRED)
  add_library(kaksonen_beast STATIC "${PROJECT_SOURCE_DIR}/viewer/client/beast_source.cpp")
  target_compile_definitions(kaksonen_beast PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
    BOOST_ASIO_NO_DEPRECATED)
  target_link_libraries(kaksonen_beast PUBLIC Boost::headers Threads::Threads)
endfunction()
