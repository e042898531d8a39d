# Where the binary finds its pages, assets and routing data: share/ansvar beside itself in a build folder (links to the source tree),
# ../share/ansvar once installed. The assets are made by tools/build_assets.mjs (./dev build) and are the same for every build folder.
include(GNUInstallDirs)
set(ANSVAR_ASSETS ${CMAKE_SOURCE_DIR}/build/assets CACHE PATH "The page assets that tools/build_assets.mjs has made")

# Each part of the share folder: its name there, and where it lies in the source tree.
set(ansvar_share_parts templates ${CMAKE_SOURCE_DIR}/templates routing ${CMAKE_SOURCE_DIR}/routing/data demo ${CMAKE_SOURCE_DIR}/sql/demo
    assets ${ANSVAR_ASSETS})
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/ansvar)
while(ansvar_share_parts)
  list(POP_FRONT ansvar_share_parts name folder)
  file(CREATE_LINK ${folder} ${CMAKE_BINARY_DIR}/share/ansvar/${name} SYMBOLIC)
  install(DIRECTORY ${folder}/ DESTINATION ${CMAKE_INSTALL_DATADIR}/ansvar/${name} OPTIONAL
          PATTERN .* EXCLUDE
          REGEX "/templates/assets$" EXCLUDE)
endwhile()

# The trained model is made by the build.
file(CREATE_LINK ${ANSVAR_ROUTING_MODEL} ${CMAKE_BINARY_DIR}/share/ansvar/routing-model.bin SYMBOLIC)
install(FILES ${ANSVAR_ROUTING_MODEL} DESTINATION ${CMAKE_INSTALL_DATADIR}/ansvar)
add_dependencies(ansvar routing_model)

install(TARGETS ansvar RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(CODE "if(NOT EXISTS \"${ANSVAR_ASSETS}\")\n  message(FATAL_ERROR \"The page assets are missing: run ./dev build first\")\nendif()")
